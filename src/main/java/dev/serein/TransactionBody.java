package dev.serein;

/**
 * What is done in a transaction.
 *
 * @param <X> what it throws; inferred, and {@link RuntimeException} where nothing checked is thrown
 */
@FunctionalInterface
public interface TransactionBody<X extends Exception> {

    /**
     * Does it.
     *
     * @param tx the transaction, which ends when this method does
     * @throws X to have the transaction rolled back
     */
    void run(Transaction tx) throws X;
}
