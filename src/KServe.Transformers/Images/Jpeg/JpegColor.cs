namespace KServe.Transformers.Images;

/// <summary>Names what the components of a JPEG stand for.</summary>
internal enum JpegColor
{
    Gray,
    Rgb,

    /// <summary>Luminance and two differences.</summary>
    YCbCr,

    /// <summary>Four inks, stored as what they leave over.</summary>
    Cmyk,

    /// <summary>Three inks as luminance and differences, and black.</summary>
    Ycck,
}
