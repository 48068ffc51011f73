package dev.serein.connection;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate in one line. Whoever made it wrote what stands in it: nothing of it may end the line or fill a page.
 */
final class CertificateText {
    private static final int DNS = 2;
    private static final int IP = 7;
    private static final int NAMES = 8;
    private static final int LENGTH = 100;

    private CertificateText() {}

    static String of(X509Certificate certificate) {
        StringBuilder text = new StringBuilder(subject(certificate));
        List<String> names = names(certificate);
        if (!names.isEmpty()) {
            text.append(", for ").append(String.join(", ", names.subList(0, Math.min(NAMES, names.size()))));
            if (names.size() > NAMES) {
                text.append(" and ").append(names.size() - NAMES).append(" more");
            }
        }
        text.append(isSelfIssued(certificate) ? ", issued by itself" : ", issued by " + issuer(certificate));
        return text.append(", ").append(validity(certificate)).toString();
    }

    static String subject(X509Certificate certificate) {
        return name(certificate.getSubjectX500Principal());
    }

    static String issuer(X509Certificate certificate) {
        return name(certificate.getIssuerX500Principal());
    }

    static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static String name(X500Principal principal) {
        String name = principal.getName();
        return name.isEmpty() ? "nobody" : printable(name);
    }

    private static String validity(X509Certificate certificate) {
        Date now = Date.from(Instant.now());
        if (now.before(certificate.getNotBefore())) {
            return "valid only from " + day(certificate.getNotBefore());
        }
        boolean expired = now.after(certificate.getNotAfter());
        return (expired ? "expired on " : "valid until ") + day(certificate.getNotAfter());
    }

    private static LocalDate day(Date date) {
        return LocalDate.ofInstant(date.toInstant(), ZoneOffset.UTC);
    }

    /** The names and addresses of hosts. */
    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        for (List<?> name : alternatives(certificate)) {
            if (name.get(0) instanceof Integer kind && (kind == DNS || kind == IP)) {
                names.add(printable(String.valueOf(name.get(1))));
            }
        }
        return names;
    }

    /** As {@link X509Certificate#getSubjectAlternativeNames} has them: the kind first, then the name. */
    static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static String printable(String text) {
        String safe = text.codePoints()
                .limit(LENGTH)
                .map(each -> isPrintable(each) ? each : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return safe.length() < text.length() ? safe + "…" : safe;
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
