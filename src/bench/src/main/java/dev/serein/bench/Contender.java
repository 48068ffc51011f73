package dev.serein.bench;

/**
 * One way to run the operations; thread-safe. What it returns are records, or lists of them, whose components are the
 * columns in their order; what it does not offer it leaves as it is here.
 */
interface Contender extends AutoCloseable {

    default Object customer(int id) {
        throw new Skipped();
    }

    /** The next {@value Operation#CUSTOMERS}. */
    default Object customersAfter(int id) {
        throw new Skipped();
    }

    /** An order with its lines, in order of their products, each with its product. */
    default Object order(int id) {
        throw new Skipped();
    }

    /** The next {@value Operation#ORDERS}, each as {@link #order} returns it. */
    default Object ordersAfter(int id) {
        throw new Skipped();
    }

    /** One of customer 1, by employee 1; with what the database made of it. */
    default Object insertOrder() {
        throw new Skipped();
    }

    /** {@value Operation#LOGGED} lines of this order, all or none. */
    default void insertLog(int order) {
        throw new Skipped();
    }

    /** One credit, or none if anything fails. */
    default void transfer(int from, int to) {
        throw new Skipped();
    }

    /** The first {@value Operation#FOUND} customers with this word in their company's name, whatever its case. */
    default Object search(String word) {
        throw new Skipped();
    }

    /** The result of an operation as records, where it is not made of them. */
    default Object plain(Object result) {
        return result;
    }

    @Override
    void close();
}
