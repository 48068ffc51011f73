package dev.serein;

import static dev.serein.Relations.many;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.db.CommentsRow;
import dev.serein.db.PostsRow;
import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@ReferenceSchema
class RelationalQueryTest {
    @Scratch
    static MigratedDatabase migrated;

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    record PostView(PostsRow post, List<CommentsRow> comments) {}

    record UserView(UsersRow user, List<PostView> posts) {}

    @BeforeAll
    static void aSmallBlog() {
        migrated.db().sql().execute("""
                insert into users (email, name) select 'user' || n || '@example.com', 'User ' || n from generate_series(1, 5) n;
                insert into posts (user_id, slug, title)
                  select u, 'post-' || u || '-' || n, 'Post ' || u || '.' || n from generate_series(1, 4) u, generate_series(1, u) n order by 1, n;
                insert into comments (post_id, author_id, body)
                  select p.id, 1 + (p.id + n) % 5, 'Comment ' || p.id || '.' || n from posts p, generate_series(1, 2) n where p.id % 2 = 0 order by p.id, n;
                """);
    }

    @Test
    void aTreeOfRowsArrivesInOneStatement() {
        var post = USERS.posts();
        var comment = post.comments();

        List<UserView> page = sent.db()
                .find(USERS)
                .with(
                        many(post)
                                .with(many(comment), PostView::new)
                                .orderBy(post.ID.desc())
                                .limit(3),
                        UserView::new)
                .where(USERS.EMAIL.likeIgnoreCase("%@example.com"))
                .orderBy(USERS.ID)
                .limit(20)
                .list();

        assertThat(sent.taken()).hasSize(1);
        assertThat(page)
                .extracting(each -> each.user().name())
                .containsExactly("User 1", "User 2", "User 3", "User 4", "User 5");
        assertThat(page.get(3).posts())
                .extracting(each -> each.post().title())
                .containsExactly("Post 4.4", "Post 4.3", "Post 4.2");
        assertThat(page.get(3).posts().get(0).comments())
                .extracting(CommentsRow::body)
                .containsExactlyInAnyOrder("Comment 10.1", "Comment 10.2");
        assertThat(page.get(4).posts()).isEmpty();
    }
}
