package io.pushmi.runtime.processing.projections;

/** What a property is stored as. */
public enum Conversion {
    /** As it is. */
    NONE,
    /** A time as a date, to the millisecond. */
    DATE_AS_DATE,
    /** A time as a list of .NET ticks and offset in minutes. */
    DATE_AS_ARRAY,
    /** A time as a document of date, .NET ticks and offset in minutes. */
    DATE_AS_DOCUMENT,
    /** A time as text, always written in the same way. */
    DATE_AS_STRING,
    /** A time as .NET ticks. */
    DATE_AS_INT64,
    /** A Guid as bytes in the order of its text. */
    GUID_AS_STANDARD_BINARY,
    /** A Guid as bytes in the order of the former .NET driver. */
    GUID_AS_CSHARP_LEGACY_BINARY,
    /** A Guid as text, always written in the same way. */
    GUID_AS_STRING
}
