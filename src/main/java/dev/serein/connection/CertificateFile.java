package dev.serein.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads certificates, and lists of those revoked: any number in one text. */
final class CertificateFile {
    private CertificateFile() {}

    private static CertificateFactory x509() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }

    /** At least one. Of a PEM text everything else is passed over, as libpq does. */
    static List<X509Certificate> certificates(TlsText source, byte[] bytes) throws TlsProblem {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Pem block : Pem.blocks(bytes)) {
                if (block.type().equals("CERTIFICATE") || block.type().equals("TRUSTED CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) x509().generateCertificate(new ByteArrayInputStream(block.content())));
                }
            }
        } catch (CertificateException | IllegalArgumentException e) {
            throw source.problem(
                    "holds a certificate that cannot be read",
                    "get a new copy of it; it is PEM, and begins with -----BEGIN CERTIFICATE-----");
        }
        if (certificates.isEmpty()) {
            throw source.problem(
                    "holds no certificate",
                    "name a file in PEM, which begins with -----BEGIN CERTIFICATE-----: "
                            + source.parameter().spelling() + "=FILE");
        }
        return certificates;
    }

    static List<X509CRL> revocations(TlsText source) throws TlsProblem {
        List<X509CRL> lists = new ArrayList<>();
        try {
            x509().generateCRLs(new ByteArrayInputStream(source.read())).forEach(each -> lists.add((X509CRL) each));
        } catch (CRLException e) {
            lists.clear();
        } catch (CertificateException e) {
            throw source.problem("cannot be read", "use a JVM that knows X.509");
        }
        if (lists.isEmpty()) {
            throw source.problem(
                    "holds no certificate revocation list",
                    "name a file that begins with -----BEGIN X509 CRL-----: "
                            + source.parameter().spelling() + "=FILE");
        }
        return lists;
    }

    /** Of every file there, whatever it is called. */
    static List<X509CRL> revocationsIn(TlsText folder) throws TlsProblem {
        List<X509CRL> lists = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder.value()), Files::isRegularFile)) {
            for (Path file : files) {
                lists.addAll(revocations(new TlsText("CRL file", folder.parameter(), file.toString(), true)));
            }
        } catch (IOException e) {
            throw folder.problem("cannot be read", "name a folder of certificate revocation lists: sslcrldir=FOLDER");
        }
        return lists;
    }
}
