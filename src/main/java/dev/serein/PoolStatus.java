package dev.serein;

import java.io.Serializable;
import java.util.List;

/**
 * The pool at one moment. Each number is read by itself, so that they may be one apart.
 *
 * @param max how many connections it may have
 * @param total how many it has
 * @param active how many of them are borrowed
 * @param idle how many are free
 * @param waiting how many threads wait for one
 * @param holders who has borrowed one, the longest first
 */
public record PoolStatus(int max, int total, int active, int idle, int waiting, List<Holder> holders)
        implements Serializable {}
