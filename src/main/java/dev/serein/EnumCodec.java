package dev.serein;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.EnumType;
import org.jspecify.annotations.Nullable;

/** The values of an enumerated type. To jOOQ one that its class does not know is null; here it is an error. */
final class EnumCodec<E extends EnumType> extends Codec<E> {
    private final Map<String, E> byLiteral;

    EnumCodec(Class<E> type) {
        this.byLiteral = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toUnmodifiableMap(EnumType::getLiteral, constant -> constant));
    }

    @Override
    @Nullable
    E get(ResultSet rows, int column) throws SQLException {
        String literal = rows.getString(column);
        if (literal == null) {
            return null;
        }
        E known = byLiteral.get(literal);
        if (known == null) {
            throw new UnfitValue("holds a value that the generated enum does not know", "22P02");
        }
        return known;
    }

    @Override
    void set(PreparedStatement statement, int index, @Nullable E value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.VARCHAR);
        } else {
            statement.setString(index, value.getLiteral());
        }
    }

    @Override
    String text(E value) {
        return value.getLiteral();
    }
}
