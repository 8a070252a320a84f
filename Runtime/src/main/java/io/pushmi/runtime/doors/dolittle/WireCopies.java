package io.pushmi.runtime.doors.dolittle;

import com.google.protobuf.StringValue;
import io.pushmi.contracts.runtime.events.processing.ProjectionCopies;
import io.pushmi.contracts.runtime.events.processing.ProjectionCopyToMongoDB;
import io.pushmi.contracts.runtime.events.processing.ProjectionCopyToMongoDB.BSONType;
import io.pushmi.runtime.processing.projections.Conversion;
import io.pushmi.runtime.processing.projections.CopyDefinition;
import io.pushmi.runtime.processing.projections.PropertyConversion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The copies that a projection asks for, on the wire. */
final class WireCopies {
    private WireCopies() {}

    /**
     * Null if none are asked for.
     *
     * @throws MalformedRequest if it is not what the contract says
     */
    static @Nullable CopyDefinition read(ProjectionCopies wire) {
        return wire.hasMongoDB()
                ? new CopyDefinition(
                        wire.getMongoDB().getCollection(),
                        read(wire.getMongoDB().getConversionsList(), "copies.mongoDB.conversions"))
                : null;
    }

    private static List<PropertyConversion> read(List<ProjectionCopyToMongoDB.PropertyConversion> wire, String field) {
        List<PropertyConversion> conversions = new ArrayList<>(wire.size());
        for (int i = 0; i < wire.size(); i++) {
            conversions.add(read(wire.get(i), field + "[" + i + "]"));
        }
        return conversions;
    }

    private static PropertyConversion read(ProjectionCopyToMongoDB.PropertyConversion wire, String field) {
        return new PropertyConversion(
                wire.getPropertyName(),
                switch (wire.getConvertTo()) {
                    case None -> Conversion.NONE;
                    case DateAsDate -> Conversion.DATE_AS_DATE;
                    case DateAsArray -> Conversion.DATE_AS_ARRAY;
                    case DateAsDocument -> Conversion.DATE_AS_DOCUMENT;
                    case DateAsString -> Conversion.DATE_AS_STRING;
                    case DateAsInt64 -> Conversion.DATE_AS_INT64;
                    case GUIDAsStandardBinary -> Conversion.GUID_AS_STANDARD_BINARY;
                    case GUIDAsCSharpLegacyBinary -> Conversion.GUID_AS_CSHARP_LEGACY_BINARY;
                    case GUIDAsString -> Conversion.GUID_AS_STRING;
                    case UNRECOGNIZED ->
                        throw new MalformedRequest(
                                field + ".convertTo",
                                "expected a BSONType, 0 to 6, 8 or 9, found " + wire.getConvertToValue());
                },
                wire.hasRenameTo() ? wire.getRenameTo().getValue() : null,
                read(wire.getChildrenList(), field + ".children"));
    }

    static ProjectionCopies write(CopyDefinition copy) {
        return ProjectionCopies.newBuilder()
                .setMongoDB(ProjectionCopyToMongoDB.newBuilder()
                        .setCollection(copy.collection())
                        .addAllConversions(write(copy.conversions())))
                .build();
    }

    private static List<ProjectionCopyToMongoDB.PropertyConversion> write(List<PropertyConversion> conversions) {
        return conversions.stream().map(WireCopies::write).toList();
    }

    private static ProjectionCopyToMongoDB.PropertyConversion write(PropertyConversion conversion) {
        ProjectionCopyToMongoDB.PropertyConversion.Builder written =
                ProjectionCopyToMongoDB.PropertyConversion.newBuilder()
                        .setPropertyName(conversion.property())
                        .setConvertTo(write(conversion.to()))
                        .addAllChildren(write(conversion.within()));
        if (conversion.renamedTo() != null) {
            written.setRenameTo(StringValue.of(conversion.renamedTo()));
        }
        return written.build();
    }

    private static BSONType write(Conversion conversion) {
        return switch (conversion) {
            case NONE -> BSONType.None;
            case DATE_AS_DATE -> BSONType.DateAsDate;
            case DATE_AS_ARRAY -> BSONType.DateAsArray;
            case DATE_AS_DOCUMENT -> BSONType.DateAsDocument;
            case DATE_AS_STRING -> BSONType.DateAsString;
            case DATE_AS_INT64 -> BSONType.DateAsInt64;
            case GUID_AS_STANDARD_BINARY -> BSONType.GUIDAsStandardBinary;
            case GUID_AS_CSHARP_LEGACY_BINARY -> BSONType.GUIDAsCSharpLegacyBinary;
            case GUID_AS_STRING -> BSONType.GUIDAsString;
        };
    }
}
