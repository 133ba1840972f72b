namespace KServe.Protocol;

/// <summary>Holds the parameter names of the binary tensor extension.</summary>
internal static class V2Names
{
    public const string BinaryData = "binary_data";
    public const string BinaryDataOutput = "binary_data_output";
    public const string BinaryDataSize = "binary_data_size";
}
