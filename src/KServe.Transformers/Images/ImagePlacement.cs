using System.Runtime.InteropServices;
using KServe.Kernels.Images;

namespace KServe.Transformers.Images;

/// <summary>Says which part of a resized image goes where in the model's picture.</summary>
/// <param name="Window">The part.</param>
/// <param name="Left">The first column that it takes.</param>
/// <param name="Top">The first row that it takes.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ImagePlacement(ImageWindow Window, int Left, int Top)
{
    public static ImagePlacement Create(ImagePlan plan, int width, int height) => plan.Options.Fit switch
    {
        ImageFit.CenterCrop => Crop(plan, width, height),
        ImageFit.Letterbox => Fill(plan, width, height),
        _ => new(new(plan.Width, plan.Height, 0, 0, plan.Width, plan.Height), 0, 0),
    };

    private static ImagePlacement Crop(ImagePlan plan, int width, int height)
    {
        var (resizedWidth, resizedHeight) = plan.Options.ResizeTo is { } side
            ? ResizeShorter(side, width, height)
            : Cover(plan, width, height);

        // Halves go to the even pixel, as in torchvision.
        var left = (int)Math.Round((resizedWidth - plan.Width) / 2.0, MidpointRounding.ToEven);
        var top = (int)Math.Round((resizedHeight - plan.Height) / 2.0, MidpointRounding.ToEven);
        return new(new(resizedWidth, resizedHeight, left, top, plan.Width, plan.Height), 0, 0);
    }

    private static (int Width, int Height) ResizeShorter(int side, int width, int height) => width <= height
        ? (side, (int)((long)side * height / width))
        : ((int)((long)side * width / height), side);

    private static (int Width, int Height) Cover(ImagePlan plan, int width, int height)
    {
        var scale = Math.Max((double)plan.Width / width, (double)plan.Height / height);
        return (Math.Max(plan.Width, Round(width * scale)), Math.Max(plan.Height, Round(height * scale)));
    }

    private static ImagePlacement Fill(ImagePlan plan, int width, int height)
    {
        var scale = Math.Min((double)plan.Width / width, (double)plan.Height / height);
        var resizedWidth = Math.Clamp(Round(width * scale), 1, plan.Width);
        var resizedHeight = Math.Clamp(Round(height * scale), 1, plan.Height);
        return new(
            new(resizedWidth, resizedHeight, 0, 0, resizedWidth, resizedHeight),
            (plan.Width - resizedWidth) / 2,
            (plan.Height - resizedHeight) / 2);
    }

    private static int Round(double value) => (int)Math.Round(value, MidpointRounding.ToEven);
}
