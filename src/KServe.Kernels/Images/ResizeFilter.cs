namespace KServe.Kernels.Images;

/// <summary>Names how pixels between pixels are found.</summary>
public enum ResizeFilter
{
    /// <summary>The nearest pixel.</summary>
    Nearest,

    /// <summary>A triangle: two pixels each way when enlarging.</summary>
    Bilinear,

    /// <summary>A cubic of Keys: four pixels each way when enlarging.</summary>
    Bicubic,
}
