create or replace view all_notes as select * from notes;
