namespace KServe;

/// <summary>Names how a mirrored request ended, compared with the client's.</summary>
internal enum ShadowResult
{
    Agreed,
    Differed,
    Failed,
    StableFailed,
    BothFailed,
    NotCompared,
    Dropped,
}
