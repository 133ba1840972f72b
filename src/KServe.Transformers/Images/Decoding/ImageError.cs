namespace KServe.Transformers.Images;

/// <summary>Makes the errors of images that clients sent.</summary>
internal static class ImageError
{
    public static InferenceException Create(string problem) => InferenceException.InvalidArgument(problem);

    public static InferenceException Early(string format) => Create($"the {format} data end early");
}
