namespace KServe.ControlPlane;

/// <summary>Bounds what a text may ask of its reader.</summary>
internal static class YamlLimits
{
    /// <summary>The largest text, in bytes.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>How deep values may lie in each other.</summary>
    public const int MaxDepth = 64;

    /// <summary>How many brackets may be open: the scanner's time grows with the square of it.</summary>
    public const int MaxBrackets = 128;

    /// <summary>How many values one text may hold.</summary>
    public const int MaxNodes = 200_000;

    /// <summary>How many documents one text may hold.</summary>
    public const int MaxDocuments = 5_000;
}
