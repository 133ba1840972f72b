namespace KServe.Runtime.Generative.Models.Blocks;

/// <summary>The memory of mixtures of experts, which run one after the other.</summary>
internal sealed class MixtureScratch
{
    private int[] _chosen = [];
    private int[] _visitors = [];

    public ActivationBuffer Scores { get; } = new();

    public ActivationBuffer Weights { get; } = new();

    public ActivationBuffer Inputs { get; } = new();

    public ActivationBuffer Outputs { get; } = new();

    /// <summary>Gets the chosen experts of each token.</summary>
    public Span<int> Chosen(int tokens, int perToken) => Get(ref _chosen, checked(tokens * perToken));

    /// <summary>Gets space for the tokens that visit an expert.</summary>
    public Span<int> Visitors(int tokens) => Get(ref _visitors, tokens);

    private static Span<int> Get(ref int[] numbers, int length)
    {
        if (numbers.Length < length)
        {
            numbers = new int[2 * length];
        }

        return numbers.AsSpan(0, length);
    }
}
