TestHost.FaultPoints.Listen();
return IntegrationFramework.Cli.CommandLineHost.Run(args, IntegrationFramework.Generated.HostRegistry.Create, ticketing: TestHost.TicketFile.FromEnvironment());
