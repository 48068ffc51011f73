alter table notes add author text;
