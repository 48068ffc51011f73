create table hostile (
    ends_the_comment int,
    tags int,
    markup int,
    escapes int,
    formats int,
    markers int,
    two_lines int,
    blank int,
    umlauts int,
    "a*/column" int
);
comment on table hostile is '*/ class Evil {} /* {@link Evil} @deprecated <b>&amp; \u002a/ %s %n [[before=x][%s]]
second line';
comment on column hostile.ends_the_comment is 'before */ after /* again **/';
comment on column hostile.tags is '{@link Missing} {@code x @param nothing @deprecated @throws Evil';
comment on column hostile.markup is '<b>bold</i> <script>alert(1)</script> a < b && b > c &copy;';
comment on column hostile.escapes is '\u002a\u002f \uXYZ \\u002a \ \n';
comment on column hostile.formats is '%s %d %n %';
comment on column hostile.markers is '[[before=x][separator=,][%s]]';
comment on column hostile.two_lines is E'first\r\n\r\n   * second\n\n@return third\t\x01fourth';
comment on column hostile.blank is '   ';
comment on column hostile.umlauts is 'Größe, 雨, 🌧';
