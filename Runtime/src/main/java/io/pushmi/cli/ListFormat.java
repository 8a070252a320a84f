package io.pushmi.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command writes a list. */
final class ListFormat {
    private static final ObjectMapper JSON = new ObjectMapper();

    enum Form {
        table,
        json
    }

    /**
     * What is written of the elements of a list.
     *
     * @param headings of the columns
     * @param row the cells of one element, in the order of the headings
     */
    record Columns<T>(List<String> headings, Function<T, List<String>> row) {}

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<form>",
            defaultValue = "table",
            description = "How to show it: table, or json, which is one object a line. Default: ${DEFAULT-VALUE}")
    private Form form = Form.table;

    @Option(
            names = {"-w", "--wide"},
            description = "Show more columns in a table.")
    private boolean isWide;

    boolean isWide() {
        return isWide;
    }

    boolean isJson() {
        return form == Form.json;
    }

    <T> void write(
            List<T> elements,
            Columns<T> narrow,
            Columns<T> wide,
            Function<T, Map<String, Object>> object,
            PrintWriter out) {
        if (isJson()) {
            elements.forEach(element -> out.println(json(object.apply(element))));
            out.flush();
            return;
        }
        Columns<T> columns = isWide ? wide : narrow;
        Table table = new Table(columns.headings());
        elements.forEach(element -> table.row(columns.row().apply(element)));
        table.print(out, new Colours(Output.isColoured()));
    }

    /** Names with their values, in order and without those that have none. */
    static Map<String, Object> object(@Nullable Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                object.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return object;
    }

    private static String json(Map<String, Object> object) {
        try {
            return OneLineJson.compact(JSON.writeValueAsString(object));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers are always JSON", impossible);
        }
    }
}
