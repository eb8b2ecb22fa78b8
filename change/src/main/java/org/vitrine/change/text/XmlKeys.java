package org.vitrine.change.text;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads XML as keys: `/config/user[admin]@shell` for an attribute, `/config/user[admin]/home` for the text of an
/// element. An element is called after its attribute `name`, `id` or `key` where it has one; one that comes again is
/// numbered. A document type is not read, no entity is looked up, nothing outside of the text is opened.
final class XmlKeys {
    private static final int DEPTH = 64;
    private static final int BRIEF = 60;

    private final Keys keys = new Keys();
    private final Deque<Element> open = new ArrayDeque<>();
    private boolean room = true;

    private XmlKeys() {}

    /// An element that is open.
    private record Element(String path, StringBuilder text, Map<String, Integer> children) {
        static Element of(String path) {
            return new Element(path, new StringBuilder(), new HashMap<>());
        }
    }

    /// The keys of a text; nothing where it is no well-formed XML.
    static Optional<Keys> of(byte[] text) {
        int first = 0;
        while (first < text.length && (text[first] <= ' ' && text[first] > 0 || first < 3 && text[first] < 0)) {
            first++;
        }
        if (first >= text.length || text[first] != '<') {
            return Optional.empty();
        }
        try {
            XmlKeys read = new XmlKeys();
            boolean whole = read.take(factory().createXMLStreamReader(new ByteArrayInputStream(text)));
            return whole && read.room && !read.keys.values().isEmpty() ? Optional.of(read.keys) : Optional.empty();
        } catch (XMLStreamException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            // The JDK's parser throws such ones on some texts that are no XML.
            return Optional.empty();
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("nothing is opened");
        });
        return factory;
    }

    private boolean take(XMLStreamReader reader) throws XMLStreamException {
        open.push(Element.of(""));
        while (room && reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() > DEPTH) {
                        return false;
                    }
                    start(reader);
                }
                case XMLStreamConstants.END_ELEMENT -> end();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                    open.element().text().append(reader.getText());
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    open.element()
                            .text()
                            .append('&')
                            .append(reader.getLocalName())
                            .append(';');
                default -> {}
            }
        }
        return true;
    }

    private void start(XMLStreamReader reader) {
        String name = reader.getLocalName();
        for (String attribute : List.of("name", "id", "key")) {
            String value = reader.getAttributeValue(null, attribute);
            if (value != null && !value.isBlank()) {
                name += "[" + (value.length() <= BRIEF ? value : value.substring(0, BRIEF)) + "]";
                break;
            }
        }
        Element parent = open.element();
        int number = parent.children().merge(name, 1, Integer::sum);
        String path = parent.path() + "/" + name + (number == 1 ? "" : "#" + number);
        open.push(Element.of(path));
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            room &= keys.put(path + "@" + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
    }

    private void end() {
        Element element = open.pop();
        String text = element.text().toString().strip();
        if (!text.isEmpty() || element.children().isEmpty()) {
            room &= keys.put(element.path(), text);
        }
    }
}
