insert into users (email, name) values ('bob@example.com', 'Bob');
