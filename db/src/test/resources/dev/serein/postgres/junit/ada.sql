insert into users (email, name) values ('ada@example.com', 'Ada');
