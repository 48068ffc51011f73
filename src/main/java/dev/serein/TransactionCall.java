package dev.serein;

import org.jspecify.annotations.Nullable;

/**
 * What is done in a transaction and has a result.
 *
 * @param <T> the result
 * @param <X> what it throws; inferred, and {@link RuntimeException} where nothing checked is thrown
 */
@FunctionalInterface
public interface TransactionCall<T extends @Nullable Object, X extends Exception> {

    /**
     * Does it.
     *
     * @param tx the transaction, which ends when this method does
     * @return the result
     * @throws X to have the transaction rolled back
     */
    T call(Transaction tx) throws X;
}
