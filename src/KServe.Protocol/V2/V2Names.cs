using System.Text;

namespace KServe.Protocol;

/// <summary>Holds the parameter names of the binary tensor extension.</summary>
internal static class V2Names
{
    public const string BinaryData = "binary_data";
    public const string BinaryDataOutput = "binary_data_output";
    public const string BinaryDataSize = "binary_data_size";

    /// <summary>Gets the text of a parameter's name, without a new string for the names of the extension.</summary>
    public static string GetString(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("binary_data"u8) ? BinaryData
        : name.SequenceEqual("binary_data_output"u8) ? BinaryDataOutput
        : name.SequenceEqual("binary_data_size"u8) ? BinaryDataSize
        : Encoding.UTF8.GetString(name);
}
