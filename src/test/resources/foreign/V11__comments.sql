-- Comments no documentation tool should trust. Each becomes Javadoc, and must not break it.

comment on schema "My Schema" is 'Mine */ not yours.';

comment on table "class" is 'Ends a comment: */ and starts one: /* and /** and //';

comment on table users is
'A first line.

A second paragraph after an empty line,
	a line that starts with a tab,
 * a line that starts with an asterisk,
@deprecated a line that starts like a block tag
@param nobody a parameter there is not
@see <a href="nowhere">nothing
{@link #missing} and {@code unbalanced and {@literal @} and {{{ and }}}';

comment on table "Users" is '<p>Markup</b> <script>alert("&nbsp;")</script> <!-- --> & < > &bogus; </p></div> ]]>';

-- javac decodes these before it looks for the end of a comment.
comment on table "USERS" is 'Escapes: \u0041 \u002a\u002f \uuuu0022 \u000a \u \u12 \uXYZW \\u0041 \\\u0041 C:\users';

comment on table "uSERS" is 'Quotes: " '' ` """ \" \""" and a backslash at the end \';

comment on table "größe" is 'Grüße, 名前, 🚀, a soft­hyphen, a zero​width space, and right to left ‮olleh‬.';

comment on table "🚀" is 'Formats: %s %d %n %1$s %% {0} #{x} $1 $$ \1 \n \t \0';

comment on table foo_bar is ' ';

comment on table foobar is
'
';

comment on table wide_600 is 'Far too wide. It was a spreadsheet once.';

comment on column users.id is '*/';
comment on column users.name is '/';
comment on column "Users".name is '@';
comment on column "USERS".name is '{@';
comment on column "uSERS".name is '\';
comment on column "名前"."姓" is '苗字';
comment on column "My Schema"."My Table"."My Value" is 'Mine''s "best" */';
comment on column sd_order.sold_to is 'Who ordered. @see sd_order.payer for who pays.';
comment on column sd_order.ship_to is 'Where it goes, unless ship_address says otherwise (<i>it always does</i>).';
comment on column wm_movement.qty is 'Positive in, negative out; never 0 & never null.';
comment on column "EMPLOYEE"."SALARY" is 'In EUR. DO NOT SHOW!';

comment on type "odd-labels" is 'Labels that are not */ identifiers.';
comment on type address is 'Where somebody lives.';
comment on column address.country is 'Two letters, upper case. \u002a/';
comment on domain percent is '0 <= value <= 100';
comment on sequence countdown is 'Counts down, from -1.';
comment on view open_order is 'Orders that are neither posted nor void.';
comment on materialized view "Stock Value" is 'Never refreshed.';
comment on index sd_order_open_idx is 'For the dispatcher''s screen.';
comment on constraint fk_1 on flight is 'Whence. */';
comment on constraint five_keys_pkey on five_keys is 'Five.';
comment on function price(text) is 'Always 3. */ @return 4';
comment on procedure do_nothing() is 'Does nothing, slowly.';
comment on trigger refuse on foo_bar is 'Nothing is ever deleted.';
