return IntegrationFramework.Cli.CommandLineHost.Run(args, static () => new IntegrationFramework.Registration.IntegrationRegistry());
