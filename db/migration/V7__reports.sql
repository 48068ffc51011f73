-- What is read more often than it is written.

create view published_posts as
    select
        posts.id,
        posts.slug,
        posts.title,
        posts.published_at,
        coalesce(users.nickname, users.name) as author_name,
        (select count(*) from comments where comments.post_id = posts.id) as comment_count
    from posts
    join users on users.id = posts.user_id
    where posts.published_at <= now()
      and posts.archived_at is null;

comment on view published_posts is 'The posts the public can read, with what a list of them shows.';
comment on column published_posts.author_name is 'The nickname of the author, or else the full name.';
comment on column published_posts.comment_count is 'How many comments the post has, replies included.';


create materialized view product_sales as
    select
        products.id as product_id,
        products.name as product_name,
        count(distinct orders.id) as order_count,
        coalesce(sum(order_items.quantity) filter (where orders.id is not null), 0) as quantity,
        coalesce(sum(order_items.total) filter (where orders.id is not null), 0) as revenue
    from products
    left join order_items on order_items.product_id = products.id
    left join orders on orders.id = order_items.order_id and orders.status <> 'cancelled'
    group by products.id;

-- Refreshing concurrently, without locking readers out, requires a unique index.
create unique index product_sales_product_id_key on product_sales (product_id);

comment on materialized view product_sales is 'What each product has sold, as of the last refresh.';
comment on column product_sales.order_count is 'In how many orders the product occurs, cancelled ones aside.';
comment on column product_sales.revenue is 'The sum of the order lines, before tax.';


create function credits_of(user_id bigint)
returns bigint
language sql
stable
as $$
    select coalesce(sum(accounts.credits), 0)::bigint
    from accounts
    where accounts.user_id = credits_of.user_id
$$;

comment on function credits_of(bigint) is 'The credits a user holds in all of their accounts together.';
