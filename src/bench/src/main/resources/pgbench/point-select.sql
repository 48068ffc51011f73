\set id random(1, 10000)
select id, company_name, contact_name, contact_title, address, city, postal_code, region, country, phone, fax from customers where id = :id;
