namespace KServe.PayloadLogging;

/// <summary>Says how a post ended.</summary>
internal enum PostOutcome
{
    Delivered,

    /// <summary>It failed in a way that may pass.</summary>
    MayPass,

    /// <summary>The receiver will not take it.</summary>
    Refused,
}
