namespace KServe.PayloadLogging;

/// <summary>Names the content of files and blobs.</summary>
public enum PayloadFileFormat
{
    /// <summary>One CloudEvent in its JSON form on each line.</summary>
    JsonLines,

    /// <summary>A table with the columns of KServe's logger and a header line; the payload in base 64.</summary>
    Csv,
}
