namespace KServe;

/// <summary>Names how far the open dimensions of inputs are filled up.</summary>
public enum BatchPaddingMode
{
    /// <summary>Not at all: only requests of the same shape share a batch.</summary>
    None,

    /// <summary>To the longest request of the batch.</summary>
    Longest,

    /// <summary>To the longest request of the batch, rounded up to a multiple.</summary>
    Multiple,
}
