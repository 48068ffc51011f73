package dev.serein;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Encoding;
import org.postgresql.core.Oid;

/**
 * What arrays hold that go to the server in its binary format: as text they cost both sides several times as much. The
 * driver has this format too, but leaves the lower bound at 0, which a column would keep.
 */
enum BinaryElement {
    BOOLEAN(Boolean.class, Oid.BOOL, Oid.BOOL_ARRAY, 1),
    SMALLINT(Short.class, Oid.INT2, Oid.INT2_ARRAY, 2),
    INTEGER(Integer.class, Oid.INT4, Oid.INT4_ARRAY, 4),
    BIGINT(Long.class, Oid.INT8, Oid.INT8_ARRAY, 8),
    REAL(Float.class, Oid.FLOAT4, Oid.FLOAT4_ARRAY, 4),
    DOUBLE(Double.class, Oid.FLOAT8, Oid.FLOAT8_ARRAY, 8),
    UUIDS(UUID.class, Oid.UUID, Oid.UUID_ARRAY, 16),
    TEXT(String.class, Oid.TEXT, Oid.TEXT_ARRAY, 0);

    /** Of one dimension: how many dimensions, whether there are nulls, the type, how many elements, the lower bound. */
    private static final int HEAD = 5 * Integer.BYTES;

    private static final int LENGTH = Integer.BYTES;
    private static final int NULL = -1;

    private final Class<?> type;
    private final int oid;
    private final int arrayOid;
    /** In bytes; 0 if they differ. */
    private final int size;

    BinaryElement(Class<?> type, int oid, int arrayOid, int size) {
        this.type = type;
        this.oid = oid;
        this.arrayOid = arrayOid;
        this.size = size;
    }

    /** Null if there is none of the type. */
    static @Nullable BinaryElement of(Class<?> type) {
        for (BinaryElement each : values()) {
            if (each.type == type) {
                return each;
            }
        }
        return null;
    }

    int arrayOid() {
        return arrayOid;
    }

    /**
     * An array of one dimension.
     *
     * @param elements of the type, or null
     * @param encoding of the connection
     */
    byte[] array(@Nullable Object[] elements, Encoding encoding) throws SQLException {
        @Nullable Object[] sized = this == TEXT ? encoded(elements, encoding) : elements;
        int nulls = 0;
        long length = HEAD + (long) LENGTH * sized.length;
        for (Object each : sized) {
            if (each == null) {
                nulls++;
            } else {
                length += each instanceof byte[] bytes ? bytes.length : size;
            }
        }
        ByteBuffer array = ByteBuffer.allocate(Math.toIntExact(length));
        array.putInt(1)
                .putInt(nulls == 0 ? 0 : 1)
                .putInt(oid)
                .putInt(sized.length)
                .putInt(1);
        for (Object each : sized) {
            if (each == null) {
                array.putInt(NULL);
            } else {
                put(array, each);
            }
        }
        return array.array();
    }

    private static @Nullable Object[] encoded(@Nullable Object[] texts, Encoding encoding) throws SQLException {
        @Nullable Object[] encoded = new Object[texts.length];
        for (int i = 0; i < texts.length; i++) {
            if (texts[i] instanceof String text) {
                try {
                    encoded[i] = encoding.encode(text);
                } catch (java.io.IOException e) {
                    throw new SQLException(e);
                }
            }
        }
        return encoded;
    }

    private void put(ByteBuffer array, Object element) {
        switch (this) {
            case BOOLEAN -> array.putInt(size).put((byte) ((Boolean) element ? 1 : 0));
            case SMALLINT -> array.putInt(size).putShort((Short) element);
            case INTEGER -> array.putInt(size).putInt((Integer) element);
            case BIGINT -> array.putInt(size).putLong((Long) element);
            case REAL -> array.putInt(size).putFloat((Float) element);
            case DOUBLE -> array.putInt(size).putDouble((Double) element);
            case UUIDS -> {
                UUID uuid = (UUID) element;
                array.putInt(size).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
            }
            case TEXT -> {
                byte[] text = (byte[]) element;
                array.putInt(text.length).put(text);
            }
        }
    }
}
