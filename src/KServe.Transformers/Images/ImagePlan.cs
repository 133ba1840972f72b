using KServe.Kernels.Images;

namespace KServe.Transformers.Images;

/// <summary>Options and signature put together: what exactly becomes of an image.</summary>
internal sealed class ImagePlan
{
    private ImagePlan(ImageOptions options, TensorMetadata? target)
    {
        var shape = target is { Shape.Rank: 4 } ? target.Shape : [-1, -1, -1, -1];
        Options = options;
        Output = options.Output ?? target?.Name ?? "input";
        Layout = options.Layout ?? (shape[1] is not (1 or 3) && shape[3] is 1 or 3
            ? ImageLayout.ChannelsLast
            : ImageLayout.ChannelsFirst);
        var isFirst = Layout == ImageLayout.ChannelsFirst;
        Height = Choose(options.Height, shape[isFirst ? 2 : 1], nameof(ImageOptions.Height));
        Width = Choose(options.Width, shape[isFirst ? 3 : 2], nameof(ImageOptions.Width));
        DataType = options.DataType
            ?? (target?.DataType == TensorDataType.UINT8 ? TensorDataType.UINT8 : TensorDataType.FP32);
        Order = options.Color switch
        {
            ImageColor.Gray => [0],
            ImageColor.Bgr => [2, 1, 0],
            _ => [0, 1, 2],
        };
        var channels = shape[isFirst ? 1 : 3];
        OptionChecks.Require(
            channels < 0 || channels == Order.Length,
            nameof(ImageOptions.Color),
            $"the model takes {channels} channels, not {Order.Length}");
        Scales = CreateScales(options, Order.Length);
        Limits = new ImageLimits(options.MaxSide, options.MaxPixels);
    }

    public ImageOptions Options { get; }

    public string Output { get; }

    public ImageLayout Layout { get; }

    public int Width { get; }

    public int Height { get; }

    public TensorDataType DataType { get; }

    /// <summary>Gets the channels of the decoded image in the order of the tensor.</summary>
    public int[] Order { get; }

    public ChannelScale[] Scales { get; }

    public ImageLimits Limits { get; }

    /// <summary>Gets the numbers of one image.</summary>
    public int Length => Width * Height * Order.Length;

    /// <exception cref="ArgumentException">An option is out of its range or does not fit the model.</exception>
    public static ImagePlan Create(ImageOptions options, ModelSignature inner)
    {
        Check(options);
        var target = options.Output is { } name
            ? inner.FindInput(name)
            : inner.Inputs.Count == 1 ? inner.Inputs[0] : inner.Inputs.FirstOrDefault(static it => it.Shape.Rank == 4);
        return new ImagePlan(options, target);
    }

    public TensorShape GetShape(int count) => Layout == ImageLayout.ChannelsFirst
        ? [count, Order.Length, Height, Width]
        : [count, Height, Width, Order.Length];

    /// <summary>Describes what clients see: images instead of the tensor.</summary>
    public ModelSignature Describe(ModelSignature inner) => inner with
    {
        ChecksInputs = true,
        Inputs =
        [
            new TensorMetadata(Options.Input, TensorDataType.BYTES, [-1]) { AcceptsAnyShape = true },
            .. inner.Inputs.Where(input => input.Name != Output),
        ],
    };

    private static void Check(ImageOptions options)
    {
        OptionChecks.Require(options.Input.Length != 0, nameof(options.Input), "a name was expected");
        OptionChecks.Require(Enum.IsDefined(options.Color), nameof(options.Color), "Rgb, Bgr or Gray was expected");
        OptionChecks.Require(
            Enum.IsDefined(options.Fit), nameof(options.Fit), "Stretch, CenterCrop or Letterbox was expected");
        OptionChecks.Require(
            Enum.IsDefined(options.Filter), nameof(options.Filter), "Nearest, Bilinear or Bicubic was expected");
        OptionChecks.Require(
            options.DataType is null or TensorDataType.FP32 or TensorDataType.UINT8,
            nameof(options.DataType),
            "FP32 or UINT8 was expected");
        OptionChecks.Require(
            double.IsFinite(options.Scale) && options.Mean.All(double.IsFinite),
            nameof(options.Scale),
            "finite numbers were expected, in Mean too");
        OptionChecks.Require(
            options.Deviation.All(static it => double.IsFinite(it) && it != 0),
            nameof(options.Deviation),
            "finite numbers other than 0 were expected");
        OptionChecks.RequireRange(options.MaxSide, 1, 65_535, nameof(options.MaxSide));
        OptionChecks.RequireRange(options.MaxPixels, 1, 1 << 27, nameof(options.MaxPixels));
        OptionChecks.RequireRange(options.MaxImages, 1, 65_536, nameof(options.MaxImages));
    }

    private int Choose(int? option, long declared, string name)
    {
        var value = option ?? (declared is > 0 and <= int.MaxValue ? (int)declared : 0);
        OptionChecks.Require(value != 0, name, "the model does not declare it, so it must be set");
        OptionChecks.RequireRange(value, 1, 8192, name);
        OptionChecks.Require(
            Options.Fit != ImageFit.CenterCrop || Options.ResizeTo is not { } side || (side >= value && side <= 16_384),
            nameof(Options.ResizeTo),
            $"from the larger of width and height to 16384 was expected, got {Options.ResizeTo}");
        return value;
    }

    private static ChannelScale[] CreateScales(ImageOptions options, int channels)
    {
        var scales = new ChannelScale[channels];
        for (var i = 0; i < channels; i++)
        {
            scales[i] = ChannelScale.Create(
                options.Scale,
                Pick(options.Mean, i, channels, 0, nameof(options.Mean)),
                Pick(options.Deviation, i, channels, 1, nameof(options.Deviation)));
        }

        return scales;
    }

    private static double Pick(IList<double> values, int index, int channels, double otherwise, string option)
    {
        OptionChecks.Require(
            values.Count <= 1 || values.Count == channels,
            option,
            $"1 or {channels} numbers were expected, got {values.Count}");
        return values.Count switch
        {
            0 => otherwise,
            1 => values[0],
            _ => values[index],
        };
    }
}
