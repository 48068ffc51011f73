package scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.Database;
import dev.serein.RowChanged;
import java.time.LocalDate;
import java.util.function.Consumer;
import scenario.db.DocumentsDao;
import scenario.db.DocumentsInsert;
import scenario.db.DocumentsPatch;
import scenario.db.DocumentsRow;
import scenario.db.NotesDao;
import scenario.db.NotesInsert;
import scenario.db.NotesRow;

/** The columns that the build names are the DAO's own: it fills them, and takes a version that has gone by for a change. */
public class Scenario implements Consumer<Database> {
    @Override
    public void accept(Database db) {
        DocumentsDao documents = new DocumentsDao(db);
        DocumentsRow first = documents.insert(DocumentsInsert.title("a"));
        assertThat(first.version()).isZero();

        DocumentsRow second = documents.update(first, it -> it.title("b"));
        assertThat(second.version()).isEqualTo((short) 1);
        assertThat(second.createdAt()).isEqualTo(first.createdAt());
        assertThat(second.updatedAt()).isAfter(first.updatedAt());

        assertThatThrownBy(() -> documents.update(first, DocumentsPatch.set().title("c")))
                .isInstanceOf(RowChanged.class);
        assertThatThrownBy(() -> documents.delete(first)).isInstanceOf(RowChanged.class);
        assertThat(documents.getById(first.id())).isEqualTo(second);
        documents.delete(second);
        assertThat(documents.count()).isZero();

        NotesDao notes = new NotesDao(db);
        NotesRow note = notes.insert(NotesInsert.day(LocalDate.EPOCH).number(1));
        assertThat(note.version()).isEqualTo(5);
        assertThat(notes.update(note, it -> it.number(2)).version()).isEqualTo(6);
    }
}
