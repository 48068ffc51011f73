package dev.serein.codegen;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.jooq.codegen.Constants;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** The {@code <generator>} element that a user wrote for jOOQ: read, and refused where it would not do what it says. */
final class UserSettings {
    /** What a setting of jOOQ's is here: a run looks for its files where it was told to put them. */
    private static final Map<String, String> SAID_ELSEWHERE = Map.of(
            "target/packageName", "<packageName>, or --package",
            "target/directory", "<outputDirectory>, or --output",
            "database/inputSchema", "<schemas>, or --schema",
            "database/catalogs", "<schemas>, or --schema");

    private UserSettings() {}

    /**
     * Reads them.
     *
     * @throws GenerationFailed if they are no XML, or some of them cannot be followed
     */
    static Element read(String xml) {
        Element settings = parse(xml).getDocumentElement();
        if (!settings.getNodeName().equals("generator")) {
            throw new GenerationFailed(
                    "jOOQ's settings begin with <" + settings.getNodeName() + ">", "begin with <generator>");
        }
        for (Node branch = settings.getFirstChild(); branch != null; branch = branch.getNextSibling()) {
            refuse(branch);
        }
        return settings;
    }

    private static void refuse(Node branch) {
        for (Node leaf = branch.getFirstChild(); leaf != null; leaf = leaf.getNextSibling()) {
            String elsewhere = SAID_ELSEWHERE.get(branch.getNodeName() + "/" + leaf.getNodeName());
            if (elsewhere != null) {
                throw new GenerationFailed(
                        "jOOQ's <" + leaf.getNodeName() + "> is not set in jOOQ's settings", "say " + elsewhere);
            }
        }
        String name = branch.getTextContent().strip();
        if (branch.getNodeName().equals("name") && name.startsWith("org.jooq.")) {
            throw new GenerationFailed(
                    name + " would write no rows",
                    "leave <name> out, or name a class that extends dev.serein.codegen.SereinGenerator");
        }
    }

    static Document parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null); // it prints
            return builder.parse(new InputSource(new StringReader(xml)));
        } catch (SAXParseException e) {
            String place = e.getLineNumber() + ":" + e.getColumnNumber();
            throw new GenerationFailed(
                    "jOOQ's settings are not well-formed XML, at " + place + ": " + e.getMessage(), "", e);
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Checks them against jOOQ's own schema: what it does not know, jOOQ leaves out, and only logs it.
     *
     * @param children of the {@code <configuration>}
     * @throws GenerationFailed if jOOQ does not know one of them
     */
    static void requireKnown(String children) {
        String whole = "<configuration xmlns='" + Constants.NS_CODEGEN + "'>" + children + "</configuration>";
        try {
            SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(UserSettings.class.getResource(Constants.CP_CODEGEN))
                    .newValidator()
                    .validate(new StreamSource(new StringReader(whole)));
        } catch (SAXException e) {
            String first = String.valueOf(e.getMessage())
                    .replaceAll("^cvc-[\\w.-]+: ", "")
                    .replaceAll("\\{\"[^\"]*\":(\\w+)}", "$1")
                    .replaceAll("(?s)\\. One of .*", "");
            throw new GenerationFailed("jOOQ cannot read its settings: " + first, "", e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
