namespace KServe.Runtime.Generative.Configuration;

/// <summary>Bounds of what a configuration may claim, far above any published model.</summary>
/// <remarks>Together they keep every product of two sizes inside 64 bits and every row inside 32.</remarks>
internal static class ConfigurationLimits
{
    public const int MaxFileBytes = 16 * 1024 * 1024;
    public const int MaxLayers = 4096;
    public const int MaxHidden = 1 << 20;
    public const int MaxIntermediate = 1 << 23;
    public const int MaxHeads = 1 << 14;
    public const int MaxHeadSize = 1 << 14;
    public const int MaxVocabulary = 1 << 24;
    public const int MaxPositions = 1 << 30;
    public const int MaxExperts = 1 << 14;
    public const int MaxLabels = 1 << 20;
    public const int MaxTokenId = MaxVocabulary - 1;
}
