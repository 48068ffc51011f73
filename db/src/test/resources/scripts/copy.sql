select 1;
copy users (email) from stdin;
a@b
\.
