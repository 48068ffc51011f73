alter table notes add text text;
