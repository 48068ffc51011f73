/**
 * From SQL migrations to typed classes: migrates a throwaway PostgreSQL, and generates from what it then holds.
 *
 * <p>The main path:
 *
 * <ol>
 *   <li>{@link dev.serein.codegen.GenerateMojo}, {@link dev.serein.codegen.CheckMojo} and
 *       {@link dev.serein.codegen.Main} are three ways in: a Maven build, a check of committed code, any other build;
 *   <li>{@code GenerationRequest} is what they ask for; {@code Fingerprint} says whether it was done before;
 *   <li>{@code Generation} does it: scratch server, migrations, {@code JooqConfiguration}, jOOQ's generator;
 *   <li>{@link dev.serein.codegen.SereinGenerator} adds to jOOQ's classes what {@code RowWriter}, {@code InsertWriter},
 *       {@code PatchWriter}, {@code DaoWriter} and {@code SchemaVersionWriter} write, under the names that
 *       {@link dev.serein.codegen.SereinStrategy} gives;
 *   <li>the writers of a table's classes share {@code TableColumns} and {@code TableKeys}, which join jOOQ's model with
 *       what {@code Catalog} reads.
 * </ol>
 *
 * <p>The other goals of the plugin are ways into what is elsewhere: {@link dev.serein.codegen.CliMojo} into the release
 * step, {@link dev.serein.codegen.LintMojo} into {@link dev.serein.lint}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A real PostgreSQL is asked what the migrations made. Parsing the SQL was rejected: it never knows all of it.
 *   <li>Rows are Java records of our own rather than jOOQ's POJOs: those have boxed types only, no nullability that a
 *       checker understands, and do not compile beyond 254 components.
 *   <li>What is required of an insert, and what is unique, is read from PostgreSQL's catalogs: jOOQ's model knows
 *       neither the defaults of domains nor which identity is always generated, nor partial and deferrable keys.
 *   <li>Names that would collide get a number. jOOQ leaves out the second of two tables whose classes differ only in
 *       case.
 *   <li>The binaries of an embedded server are resolved by Maven when their version is known ({@code ServerMojo}): as a
 *       dependency of the plugin, those of every version would have to be downloaded.
 *   <li>What belongs to an extension, and the partitions of a table, are not the application's: no classes of them.
 * </ul>
 */
@NullMarked
package dev.serein.codegen;

import org.jspecify.annotations.NullMarked;
