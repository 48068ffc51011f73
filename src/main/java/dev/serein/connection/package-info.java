/**
 * From a URL to connections: what the text says, what PostgreSQL's own clients would make of it, and what the driver
 * has to be told so that it does the same.
 *
 * <p>The main path: {@link dev.serein.connection.ConnectionSettings#of(String) of}, then
 * {@link dev.serein.connection.ConnectionSettings#dataSource dataSource}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>The URL is taken apart here; the driver gets the parts as properties. Handing it the URL was rejected: it
 *       decodes less than libpq does, drops the parameters it does not know, and prints the URL with the password when
 *       it fails.
 *   <li>What a text means is what libpq of PostgreSQL 18 makes of it, files and variables included; a test asks libpq.
 *       Each deviation has a name there. The greatest: where nothing says a host it is localhost, as a JVM has no Unix
 *       socket of its own; and what would wait for ever is refused.
 *   <li>A parameter that is not understood, or cannot be heeded, is refused. Dropping it was rejected: {@code sslmode}
 *       misspelt would mean a connection in clear text.
 *   <li>A problem names the part and the position, and quotes nothing but names of parameters that look like ones: any
 *       other text may be a piece of a password with a character that should have been encoded. For the same reason an
 *       unencoded {@code @} or {@code /} after the first is refused.
 *   <li>When nothing is said of TLS, the server must prove its name ({@code verify-full}), with the certificate
 *       authorities of the JVM, unless every host is this machine. The driver's own default would send the password to
 *       whoever answers.
 *   <li>What is said of TLS means what it means to libpq. Certificates, keys, names and the way back from TLS to clear
 *       are ours; the driver only shakes hands. Its own reading was rejected: with {@code require} it looks at no root
 *       certificate, and it knows no keys in PEM.
 *   <li>Stricter than libpq in two things. Without TLS, off this machine, no password goes out in clear or as MD5
 *       unless {@code require_auth} allows it: else whoever answers in the server's place, and says that it has no TLS,
 *       would get it. And a file that is named has to be there.
 *   <li>More lenient in one: what is named as a root certificate is trusted, be it an intermediate authority's or the
 *       server's own; libpq wants to find the root above them.
 *   <li>This package knows nothing of {@code dev.serein}: its one exception is not of that package's sealed family, and
 *       is translated there.
 * </ul>
 */
@NullMarked
package dev.serein.connection;

import org.jspecify.annotations.NullMarked;
