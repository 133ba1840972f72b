using System.Buffers;

namespace KServe.AspNetCore;

/// <summary>The attributes of CloudEvents 1.0.</summary>
internal static class CloudEventNames
{
    public const string Prefix = "ce-";
    public const string SpecVersion = "specversion";
    public const string Id = "id";
    public const string Source = "source";
    public const string Type = "type";
    public const string Time = "time";
    public const string DataContentType = "datacontenttype";
    public const string DataSchema = "dataschema";
    public const string Data = "data";
    public const string DataBase64 = "data_base64";

    private const int MaxNameLength = 64;

    // KServe's own examples have dashes, which the specification has not.
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Tells whether a name may be that of an attribute.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxNameLength && !name.AsSpan().ContainsAnyExcept(NameCharacters);

    /// <summary>Tells whether the answer has an attribute of its own under this name.</summary>
    public static bool BelongsToAnswer(string name) =>
        name is SpecVersion or Id or Source or Type or Time or DataContentType or DataSchema or Data or DataBase64;
}
