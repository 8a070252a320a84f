package io.pushmi.runtime.engines.mongodb;

import java.util.regex.Pattern;

/** Keeps what only server and Runtime may know out of what people read. */
final class Confidential {
    private static final Pattern CREDENTIAL = Pattern.compile("MongoCredential\\{[^}]*}");
    private static final Pattern USER = Pattern.compile("(mongodb(?:\\+srv)?://)[^/?\\s]*@");
    private static final Pattern LINE_END = Pattern.compile("\\s*[\\r\\n]+\\s*");

    private Confidential() {}

    /** The text on one line, without the users and passwords that connection strings and the driver's messages have. */
    static String oneLine(String text) {
        String anonymous = CREDENTIAL.matcher(text).replaceAll("the configured user");
        String masked = USER.matcher(anonymous).replaceAll("$1***@");
        return LINE_END.matcher(masked).replaceAll(" ");
    }
}
