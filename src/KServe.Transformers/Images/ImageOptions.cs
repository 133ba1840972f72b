using KServe.Kernels.Images;

namespace KServe.Transformers;

/// <summary>Configures how images become the tensor that a model takes.</summary>
/// <remarks>
/// Read when the model loads. What is left out follows from the signature of the model, where that says it.
/// </remarks>
public sealed class ImageOptions
{
    /// <summary>Gets or sets the name of the input that clients send: BYTES, a JPEG or PNG in each element.</summary>
    /// <value>Default: <c>image</c>. Elements in Base64 are taken too.</value>
    public string Input { get; set; } = "image";

    /// <summary>Gets or sets the name of the input that the model takes.</summary>
    /// <value>Default: the model's only input, or its first of four dimensions.</value>
    public string? Output { get; set; }

    /// <summary>Gets or sets the width in pixels.</summary>
    /// <value>From 1 to 8192. Default: as the model declares.</value>
    public int? Width { get; set; }

    /// <summary>Gets or sets the height in pixels.</summary>
    /// <value>From 1 to 8192. Default: as the model declares.</value>
    public int? Height { get; set; }

    /// <summary>Gets or sets where the channels are.</summary>
    /// <value>Default: as the model declares, else <see cref="ImageLayout.ChannelsFirst"/>.</value>
    public ImageLayout? Layout { get; set; }

    /// <summary>Gets or sets the channels.</summary>
    /// <value>Default: <see cref="ImageColor.Rgb"/>.</value>
    public ImageColor Color { get; set; }

    /// <summary>Gets or sets the data type of the tensor.</summary>
    /// <value>
    /// FP32 or UINT8. Default: as the model declares, else FP32. UINT8 has the pixels as they are, without
    /// <see cref="Scale"/>, <see cref="Mean"/> and <see cref="Deviation"/>.
    /// </value>
    public TensorDataType? DataType { get; set; }

    /// <summary>Gets or sets how an image comes to its size.</summary>
    /// <value>Default: <see cref="ImageFit.Stretch"/>.</value>
    public ImageFit Fit { get; set; }

    /// <summary>Gets or sets how many pixels the shorter side has before the middle is cut out.</summary>
    /// <value>
    /// At least <see cref="Width"/> and <see cref="Height"/>. Default: as few as cover both. Ignored unless
    /// <see cref="Fit"/> is <see cref="ImageFit.CenterCrop"/>.
    /// </value>
    public int? ResizeTo { get; set; }

    /// <summary>Gets or sets how pixels between pixels are found.</summary>
    /// <value>Default: <see cref="ResizeFilter.Bilinear"/>.</value>
    public ResizeFilter Filter { get; set; } = ResizeFilter.Bilinear;

    /// <summary>Gets or sets whether shrinking takes all pixels into account.</summary>
    /// <value>Default: <see langword="true"/>, as Pillow and torchvision do. OpenCV does not.</value>
    public bool Antialias { get; set; } = true;

    /// <summary>Gets or sets the value of what <see cref="ImageFit.Letterbox"/> fills up.</summary>
    /// <value>Default: 114, for all channels.</value>
    public byte PadValue { get; set; } = 114;

    /// <summary>Gets or sets what pixels from 0 to 255 are multiplied with first.</summary>
    /// <value>Default: 1/255.</value>
    public double Scale { get; set; } = 1.0 / 255;

    /// <summary>Gets what is subtracted then: one number, or one for each channel in their order.</summary>
    /// <value>Default: none.</value>
    public IList<double> Mean { get; } = [];

    /// <summary>Gets what the result is divided by: one number, or one for each channel in their order.</summary>
    /// <value>Not 0. Default: none.</value>
    public IList<double> Deviation { get; } = [];

    /// <summary>Gets or sets whether JPEGs are turned upright as their Exif data say.</summary>
    /// <value>Default: <see langword="false"/>, as Pillow and TensorFlow open files; OpenCV turns them.</value>
    public bool AppliesOrientation { get; set; }

    /// <summary>Gets or sets how many pixels an image may have across and down.</summary>
    /// <value>From 1 to 65535. Default: 16384.</value>
    public int MaxSide { get; set; } = 16_384;

    /// <summary>Gets or sets how many pixels an image may have in all.</summary>
    /// <value>
    /// From 1 to 134217728. Default: 25 million. Decoding takes four bytes a pixel for a PNG and up to sixteen for a
    /// JPEG.
    /// </value>
    public int MaxPixels { get; set; } = 25_000_000;

    /// <summary>Gets or sets how many images a request may have.</summary>
    /// <value>From 1 to 65536. Default: 64.</value>
    public int MaxImages { get; set; } = 64;

    /// <summary>Normalises as the models that were trained on ImageNet with torchvision expect it.</summary>
    /// <returns>These options.</returns>
    public ImageOptions NormalizeAsImageNet()
    {
        Scale = 1.0 / 255;
        Fill(Mean, 0.485, 0.456, 0.406);
        Fill(Deviation, 0.229, 0.224, 0.225);
        return this;
    }

    private static void Fill(IList<double> list, params ReadOnlySpan<double> values)
    {
        list.Clear();
        foreach (var value in values)
        {
            list.Add(value);
        }
    }
}
