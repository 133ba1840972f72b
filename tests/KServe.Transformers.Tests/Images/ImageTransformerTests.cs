using System.Text;
using KServe.Kernels.Images;
using KServe.Transformers.Images;

namespace KServe.Transformers.Tests.Images;

public sealed class ImageTransformerTests
{
    private static readonly byte[] Png = GoldenFiles.Read("png", "rgb.png");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ImageLayout.ChannelsFirst, ImageColor.Rgb)]
    [InlineData(ImageLayout.ChannelsFirst, ImageColor.Bgr)]
    [InlineData(ImageLayout.ChannelsFirst, ImageColor.Gray)]
    [InlineData(ImageLayout.ChannelsLast, ImageColor.Rgb)]
    [InlineData(ImageLayout.ChannelsLast, ImageColor.Bgr)]
    [InlineData(ImageLayout.ChannelsLast, ImageColor.Gray)]
    public async Task Preprocess_Layouts_PutEachPixelWhereItBelongs(ImageLayout layout, ImageColor color)
    {
        var pixels = GoldenFiles.FromRgb(GoldenFiles.Read("png", "rgb.rgb"));
        if (color == ImageColor.Gray)
        {
            ColorConverter.ToGray(pixels);
        }

        var channels = color == ImageColor.Gray ? 1 : 3;
        foreach (var type in (TensorDataType[])[TensorDataType.FP32, TensorDataType.UINT8])
        {
            var options = new ImageOptions
            {
                Width = 41, Height = 31, Layout = layout, Color = color, DataType = type, Scale = 0.5,
                Mean = { 10 }, Deviation = { 4 },
            };
            using var request = NewRequest(Png);
            using var following = await PreprocessAsync(options, request);
            var tensor = following.GetInput("input");
            for (var i = 0; i < 41 * 31 * channels; i++)
            {
                var (pixel, channel) = (i / channels, i % channels);
                var place = layout == ImageLayout.ChannelsLast ? i : (channel * 41 * 31) + pixel;
                var value = pixels[(4 * pixel) + (color == ImageColor.Bgr ? 2 - channel : channel)];
                if (type == TensorDataType.UINT8)
                {
                    Assert.Equal(value, tensor.AsSpan<byte>()[place]);
                }
                else
                {
                    Assert.Equal(((value * 0.5) - 10) / 4, tensor.AsSpan<float>()[place], 1e-5);
                }
            }
        }
    }

    [Fact]
    public async Task Preprocess_ImageNetOptions_AreThoseOfTorchvision()
    {
        var options = new ImageOptions { Width = 20, Height = 20, Fit = ImageFit.CenterCrop, ResizeTo = 24 }
            .NormalizeAsImageNet();
        using var request = NewRequest(Png);
        using var following = await PreprocessAsync(options, request);

        // Resize(24) of 41 by 31 gives 31 by 24, CenterCrop(20) begins at 5.5, so 6, and at 2.
        var resized = new byte[31 * 24 * 4];
        ImageResizer.Resize(
            GoldenFiles.FromRgb(GoldenFiles.Read("png", "rgb.rgb")), 41, 31, resized, new(31, 24, 0, 0, 31, 24),
            ResizeFilter.Bilinear, antialias: true);
        var first = resized[((2 * 31) + 6) * 4] / 255.0;
        var last = resized[((((2 + 19) * 31) + 6 + 19) * 4) + 2] / 255.0;
        var numbers = following.GetInput("input").AsSpan<float>();
        Assert.Equal((first - 0.485) / 0.229, numbers[0], 1e-5);
        Assert.Equal((last - 0.406) / 0.225, numbers[^1], 1e-5);
    }

    [Fact]
    public async Task Preprocess_Letterbox_FillsUpWhatIsLeft()
    {
        var options = new ImageOptions
        {
            Width = 41, Height = 41, Fit = ImageFit.Letterbox, DataType = TensorDataType.UINT8,
            Layout = ImageLayout.ChannelsLast, PadValue = 7,
        };
        using var request = NewRequest(Png);
        using var following = await PreprocessAsync(options, request);
        var bytes = following.GetInput("input").AsSpan<byte>();
        Assert.Equal(-1, bytes[..(5 * 41 * 3)].IndexOfAnyExcept((byte)7));
        Assert.Equal(GoldenFiles.Read("png", "rgb.rgb"), bytes.Slice(5 * 41 * 3, 31 * 41 * 3).ToArray());
        Assert.Equal(-1, bytes[(36 * 41 * 3)..].IndexOfAnyExcept((byte)7));
    }

    [Theory]
    [InlineData(ImageFit.Stretch)]
    [InlineData(ImageFit.CenterCrop)]
    [InlineData(ImageFit.Letterbox)]
    public async Task Preprocess_OddSizes_AreFilledWhole(ImageFit fit)
    {
        foreach (var (name, resizeTo) in (IEnumerable<(string, int?)>)[("420-narrow.jpg", null), ("one.jpg", 64)])
        {
            var options = new ImageOptions
            {
                Width = 19, Height = 64, Fit = fit, ResizeTo = resizeTo, DataType = TensorDataType.UINT8,
            };
            using var request = NewRequest(GoldenFiles.Read("jpeg", name));
            using var following = await PreprocessAsync(options, request);
            Assert.Equal("[1,3,64,19]", following.GetInput("input").Shape.ToString());
        }
    }

    [Fact]
    public async Task Load_OptionsLeftOut_FollowTheModel()
    {
        var inner = Loading.Takes("x", TensorDataType.UINT8, [-1, 12, 10, 3]) with
        {
            Outputs = [new("y", TensorDataType.FP32, [-1])],
            MaxBatchSize = 4,
        };
        var transformer = await Loading.LoadAsync(new ImageTransformer(new ImageOptions()), inner);
        using var request = NewRequest(Png, Png);
        using var following = await transformer.PreprocessAsync(request, Token);
        var tensor = following.GetInput("x");
        Assert.Equal(("[2,12,10,3]", TensorDataType.UINT8), (tensor.Shape.ToString(), tensor.DataType));
        var signature = transformer.Signature!;
        Assert.Equal(
            ("image", TensorDataType.BYTES, "y", 4),
            (signature.Inputs.Single().Name, signature.Inputs[0].DataType, signature.Outputs[0].Name,
                signature.MaxBatchSize));
    }

    [Fact]
    public async Task Preprocess_OtherInputsParametersAndOutputs_GoOn()
    {
        var transformer = await Loading.LoadAsync(new ImageTransformer(new ImageOptions { Width = 2, Height = 2 }));
        using var request = NewRequest(Png);
        request.Inputs.Add(InferTensor.Create("threshold", [1], 0.5f));
        request.Parameters["priority"] = 1L;
        request.Outputs.Add(new RequestedOutput("boxes"));
        using var following = await transformer.PreprocessAsync(request, Token);
        Assert.Equal(0.5f, following.GetInput("threshold").AsSpan<float>()[0]);
        Assert.True(following.Parameters.TryGet("priority", out _));
        Assert.Equal("boxes", following.Outputs.Single().Name);
        Assert.Null(following.FindInput("image"));
    }

    [Fact]
    public async Task Preprocess_Base64_IsDecoded()
    {
        var text = Encoding.ASCII.GetBytes(Convert.ToBase64String(Png));
        using var request = NewRequest(text, Png);
        using var following = await PreprocessAsync(new ImageOptions { Width = 9, Height = 9 }, request);
        var numbers = following.GetInput("input").AsSpan<float>();
        Assert.Equal(numbers[..243], numbers[243..]);
    }

    [Fact]
    public async Task Preprocess_BadImage_NamesItsPlaceAndReturnsAllMemory()
    {
        var pool = new TensorPool();
        var transformer = await Loading.LoadAsync(new ImageTransformer(new ImageOptions { Width = 9, Height = 9 }));
        using (var request = NewRequest(pool, Png, "GIF89a"u8.ToArray()))
        {
            var error = await Assert.ThrowsAsync<InferenceException>(
                () => transformer.PreprocessAsync(request, Token).AsTask());
            Assert.Equal("input 'image': element 1: neither JPEG nor PNG", error.Message);
        }

        Assert.Equal(0, pool.RentedCount);
    }

    [Fact]
    public async Task Preprocess_TooManyImages_AreRefused()
    {
        using var request = NewRequest(Png, Png, Png);
        var error = await Assert.ThrowsAsync<InferenceException>(
            () => PreprocessAsync(new ImageOptions { Width = 9, Height = 9, MaxImages = 2 }, request));
        Assert.Equal("input 'image' has 3 images, at most 2 are allowed", error.Message);
    }

    [Fact]
    public async Task Preprocess_NoImages_GivesATensorOfNone()
    {
        using var request = NewRequest();
        using var following = await PreprocessAsync(new ImageOptions { Width = 9, Height = 9 }, request);
        Assert.Equal("[0,3,9,9]", following.GetInput("input").Shape.ToString());
    }

    [Fact]
    public async Task Load_BadOptions_NameTheOption()
    {
        foreach (var (option, options) in (IEnumerable<(string, ImageOptions)>)
        [
            ("Width", new ImageOptions { Height = 3 }),
            ("Height", new ImageOptions { Height = 8193, Width = 3 }),
            ("Mean", new ImageOptions { Height = 3, Width = 3, Mean = { 1, 2 } }),
            ("Deviation", new ImageOptions { Height = 3, Width = 3, Deviation = { 0 } }),
            ("Scale", new ImageOptions { Height = 3, Width = 3, Scale = double.NaN }),
            ("DataType", new ImageOptions { Height = 3, Width = 3, DataType = TensorDataType.INT64 }),
            ("ResizeTo", new ImageOptions { Height = 9, Width = 3, Fit = ImageFit.CenterCrop, ResizeTo = 8 }),
            ("MaxPixels", new ImageOptions { Height = 3, Width = 3, MaxPixels = 0 }),
        ])
        {
            await Assert.ThrowsAsync<ArgumentException>(option, () => Loading.LoadAsync(new ImageTransformer(options)));
        }

        await Assert.ThrowsAsync<ArgumentException>("Color", () => Loading.LoadAsync(
            new ImageTransformer(new ImageOptions()), Loading.Takes("x", TensorDataType.FP32, [-1, 1, 9, 9])));
    }

    private static async Task<InferRequest> PreprocessAsync(ImageOptions options, InferRequest request)
    {
        var transformer = await Loading.LoadAsync(new ImageTransformer(options));
        return await transformer.PreprocessAsync(request, Token);
    }

    private static InferRequest NewRequest(params byte[][] images) => NewRequest(new TensorPool(), images);

    private static InferRequest NewRequest(TensorPool pool, params byte[][] images)
    {
        byte[] data = [.. images.SelectMany(static image => (byte[])[.. BitConverter.GetBytes(image.Length), .. image])];
        return new InferRequest("m", pool)
        {
            Inputs = { InferTensor.FromMemory("image", TensorDataType.BYTES, [images.Length], data) },
        };
    }
}
