namespace KServe.Transformers;

/// <summary>Names the channels of a tensor of images.</summary>
public enum ImageColor
{
    /// <summary>Red, green and blue.</summary>
    Rgb,

    /// <summary>Blue, green and red, as OpenCV has them.</summary>
    Bgr,

    /// <summary>The luminance after ITU-R 601-2 alone.</summary>
    Gray,
}
