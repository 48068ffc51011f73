package dev.serein.lint;

import java.util.Set;

/**
 * Why a statement takes long while others wait.
 *
 * @param rule its name
 * @param during completes "wait while"
 * @param fix the safe recipe
 * @param explains what of the statement's work it is the reason for
 */
record Danger(String rule, String during, String fix, Set<Work> explains) {}
