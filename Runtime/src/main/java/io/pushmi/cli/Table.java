package io.pushmi.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows below a heading, in columns as wide as what is in them. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> headings) {
        rows.add(headings);
    }

    /** The texts of others may be in it. */
    void row(List<String> cells) {
        rows.add(cells.stream().map(Text::shown).toList());
    }

    void print(PrintWriter out, Colours colours) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        out.println(colours.heading(line(rows.get(0), widths)));
        rows.stream().skip(1).forEach(row -> out.println(line(row, widths)));
        out.flush();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }
}
