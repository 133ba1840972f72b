namespace KServe.Transformers;

/// <summary>Names how an image of any shape comes to the size that a model takes.</summary>
public enum ImageFit
{
    /// <summary>It is stretched to the size.</summary>
    Stretch,

    /// <summary>Its shorter side is resized, and the middle is cut out.</summary>
    CenterCrop,

    /// <summary>It is resized until it fits in, and the rest is filled up.</summary>
    Letterbox,
}
