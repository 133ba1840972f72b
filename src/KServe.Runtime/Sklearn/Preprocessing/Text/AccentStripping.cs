namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Names what <c>strip_accents</c> does.</summary>
internal enum AccentStripping
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Decomposes characters and drops accents and everything else beyond ASCII.</summary>
    Ascii,

    /// <summary>Decomposes characters and drops accents.</summary>
    Unicode,
}
