namespace KServe.Transformers;

/// <summary>Names where a tensor of images has its channels.</summary>
public enum ImageLayout
{
    /// <summary>Before height and width, <c>[N, C, H, W]</c>, as PyTorch has them.</summary>
    ChannelsFirst,

    /// <summary>After height and width, <c>[N, H, W, C]</c>, as TensorFlow has them.</summary>
    ChannelsLast,
}
