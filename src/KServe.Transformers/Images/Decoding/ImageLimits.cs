namespace KServe.Transformers.Images;

/// <summary>Bounds what an image from outside may cost; checked before memory is rented.</summary>
/// <param name="MaxSide">The most pixels across and down.</param>
/// <param name="MaxPixels">The most pixels in all.</param>
internal sealed record ImageLimits(int MaxSide, int MaxPixels)
{
    /// <exception cref="InferenceException">The image is too large.</exception>
    public void Check(int width, int height)
    {
        if (width > MaxSide || height > MaxSide)
        {
            throw ImageError.Create($"it has {width} by {height} pixels, at most {MaxSide} a side are allowed");
        }

        if ((long)width * height > MaxPixels)
        {
            throw ImageError.Create($"it has {width} by {height} pixels, at most {MaxPixels} in all are allowed");
        }
    }
}
