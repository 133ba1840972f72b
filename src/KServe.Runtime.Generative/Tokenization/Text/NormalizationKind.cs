namespace KServe.Runtime.Generative.Tokenization.Text;

/// <summary>The normalization forms of UAX 15.</summary>
[Flags]
internal enum NormalizationKind
{
    /// <summary>Canonical decomposition.</summary>
    Nfd = 0,

    /// <summary>Canonical decomposition and composition.</summary>
    Nfc = 1,

    /// <summary>Compatibility decomposition.</summary>
    Nfkd = 2,

    /// <summary>Compatibility decomposition and canonical composition.</summary>
    Nfkc = 3,
}
