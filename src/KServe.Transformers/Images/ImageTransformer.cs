using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using KServe.Transformers.Images;

namespace KServe.Transformers;

/// <summary>Turns JPEG and PNG images into the tensor that a model takes.</summary>
/// <remarks>Safe for concurrent use. The images of one request are decoded one after the other.</remarks>
/// <param name="options">Read when the model loads.</param>
public sealed class ImageTransformer(ImageOptions options) : Transformer
{
    private ImagePlan? _plan;
    private ModelSignature? _signature;

    /// <inheritdoc/>
    public override ModelSignature? Signature => _signature;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An option is out of its range or does not fit the model.</exception>
    public override ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        _plan = ImagePlan.Create(options, context.InnerSignature);
        _signature = _plan.Describe(context.InnerSignature);
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask<InferRequest> PreprocessAsync(InferRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var plan = _plan ?? throw new InvalidOperationException("The transformer is not loaded.");
        var images = request.GetInput(plan.Options.Input);
        var count = CountImages(images, plan.Options.MaxImages);
        var following = Following.Create(request, images);
        try
        {
            var tensor = InferTensor.Rent(request.Pool, plan.Output, plan.DataType, plan.GetShape(count));
            following.Inputs.Add(tensor);
            var size = tensor.Data.Length / Math.Max(1, count);
            var rest = images.Data;
            for (var i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(rest.Span);
                var data = rest.Slice(sizeof(uint), length);
                rest = rest[(sizeof(uint) + length)..];
                var place = (images.Name, i, request.Pool);
                Write(plan, data, tensor.Data.Span.Slice(i * size, size), place, cancellationToken);
            }

            return new(following);
        }
        catch
        {
            following.Dispose();
            throw;
        }
    }

    private static int CountImages(InferTensor images, int max)
    {
        if (images.DataType != TensorDataType.BYTES)
        {
            throw InferenceException.InvalidArgument(
                $"input '{images.Name}' has datatype {images.DataType.GetName()}, expected BYTES: JPEG or PNG");
        }

        var count = images.Shape.GetElementCount();
        return count <= max
            ? (int)count
            : throw InferenceException.InvalidArgument(
                $"input '{images.Name}' has {count} images, at most {max} are allowed");
    }

    private static void Write(
        ImagePlan plan,
        ReadOnlyMemory<byte> data,
        Span<byte> destination,
        (string Input, int Index, TensorPool Pool) place,
        CancellationToken cancellationToken)
    {
        using var decoded = DecodeText(data, place.Pool);
        try
        {
            using var image = ImageDecoder.Decode(
                decoded?.Memory ?? data, plan.Limits, place.Pool, cancellationToken);
            if (plan.Options.AppliesOrientation && image.Orientation != ImageOrientation.Upright)
            {
                using var upright = ImageOrientation.Apply(image, place.Pool, cancellationToken);
                ImageWriter.Write(plan, upright, destination);
                return;
            }

            ImageWriter.Write(plan, image, destination);
        }
        catch (InferenceException error) when (error.Code == InferenceErrorCode.InvalidArgument)
        {
            throw InferenceException.InvalidArgument(
                $"input '{place.Input}': element {place.Index}: {error.Message}");
        }
    }

    /// <summary>Takes Base64 for what it stands for; neither format begins with a letter of it.</summary>
    private static IMemoryOwner<byte>? DecodeText(ReadOnlyMemory<byte> data, TensorPool pool)
    {
        var text = data.Span;
        if (text.IsEmpty || !(char.IsAsciiLetterOrDigit((char)text[0]) || text[0] is (byte)'/' or (byte)'+')
            || !Base64.IsValid(text, out var length))
        {
            return null;
        }

        var decoded = pool.Rent(length);
        var status = Base64.DecodeFromUtf8(text, decoded.Memory.Span, out _, out _);
        if (status == OperationStatus.Done)
        {
            return decoded;
        }

        decoded.Dispose();
        return null;
    }
}
