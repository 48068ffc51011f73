select 1;

insert into users (email,
  nick_name) values ('x', 'y');
