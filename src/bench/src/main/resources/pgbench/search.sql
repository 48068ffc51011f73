select id, company_name, contact_name, contact_title, address, city, postal_code, region, country, phone, fax from customers where company_name ilike :word order by id limit 20;
